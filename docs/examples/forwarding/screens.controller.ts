import { Controller, Get, NotFoundException, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { SupervisorGuard } from '../auth/supervisor.guard'; // Lets in who may see and hear every call that the key sees.
import { createForwarder, SCREENS } from './forward';

@Controller('calls')
@UseGuards(SupervisorGuard)
export class ScreensController {
  private readonly forward = createForwarder({ to: process.env.CALLS_URL, key: process.env.CALLS_KEY, routes: SCREENS });

  @Get(['live', ':id/recording'])
  async screens(@Req() request: Request, @Res() response: Response) {
    if (!await this.forward(request, response)) throw new NotFoundException();
  }
}
