import { All, Controller, NotFoundException, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { LoginGuard } from '../auth/login.guard'; // Whatever guarded the former endpoints.
import { createForwarder } from './forward';

@Controller()
export class CallsController {
  private readonly forward = createForwarder({ to: process.env.CALLS_URL, key: process.env.CALLS_KEY });

  @UseGuards(LoginGuard)
  @All(['calls/click-to-call', 'calls/outbound', 'calls/logs'])
  async calls(@Req() request: Request, @Res() response: Response) {
    if (!await this.forward(request, response)) throw new NotFoundException();
  }

  // Kaleyra cannot log in. Offhook believes a callback by the proof in its address.
  @All(['webhooks/kaleyra/callback', 'webhooks/kaleyra/io/events', 'webhooks/kaleyra/io/report'])
  async callback(@Req() request: Request, @Res() response: Response) {
    if (!await this.forward(request, response)) throw new NotFoundException();
  }
}
